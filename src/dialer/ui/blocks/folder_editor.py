"""The editor of a folder: its path, and a button to choose it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from dialer.core.folder_field import FolderPath
from dialer.ui.blocks.field_editors import LineEditor, register_editor
from dialer.ui.blocks.inputs import FileInput


class FolderInput(FileInput):
    """A line for a path, and a button to choose the folder; what stands in the line is never looked at."""

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.button.accessibleName())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._take)
        dialog.open()


class FolderEditor(LineEditor):
    """A folder: its path, and a button to choose it."""

    def _build_input(self) -> QWidget:
        name = self.strings.text("ui_pages.field.browse_folder", label=self.label)
        both = FolderInput(self.strings.text("ui_pages.field.browse"), name)
        self._use(both.line)
        both.chosen.connect(self._chosen)
        return both


register_editor(FolderPath, FolderEditor)

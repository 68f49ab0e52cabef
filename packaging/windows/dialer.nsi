; Dialer's installer for Windows, for one user or for all (NSIS 3, Modern UI 2, MultiUser). installer.py compiles it and
; defines VERSION, VERSION_NUMBERS, SIZE (kilobytes), ICON and OUT; it also writes files.nsh and handlers.nsh, which say
; what is laid down and taken away.
;
;   dialer-VERSION-setup.exe [/S] [/AllUsers | /CurrentUser] [/D=C:\folder]
;   uninstall.exe [/S]
;
; Exit codes: 0 done, 1 cancelled, 2 could not be written, 3 Dialer is running, 4 needs an administrator, 5 this Windows is
; too old, 6 the version that is there could not be removed. Nothing is started, and no restart is asked for.

Unicode true
ManifestDPIAware true
ManifestLongPathAware true
XPStyle on
CRCCheck force
SetCompressor /SOLID lzma
SetDateSave off ; the same files give the same installer, whenever they were written
AllowSkipFiles off
ShowInstDetails nevershow
ShowUninstDetails nevershow
BrandingText " "

!define PROGRAM "Dialer"
!define PUBLISHER "The Dialer maintainers"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${PROGRAM}"
!define EXPLORER "Software\Microsoft\Windows\CurrentVersion\Explorer"
!define RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"
!define OLDEST_BUILD 17763 ; Windows 10 1809, the oldest that Qt 6.11 supports

!define RUNS 3
!define NEEDS_ADMINISTRATOR 4
!define TOO_OLD 5
!define NOT_REMOVED 6

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_NOUNINSTALL ; whose the files are is seen from where they are
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_INSTDIR "${PROGRAM}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${UNINSTALL_KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${UNINSTALL_KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_FUNCTION KeepNamedFolder

!include FileFunc.nsh
!include LogicLib.nsh
!include MultiUser.nsh
!include MUI2.nsh
!include WinVer.nsh
!include x64.nsh
!include files.nsh
!include handlers.nsh

Name "${PROGRAM}"
OutFile "${OUT}"
VIProductVersion "${VERSION_NUMBERS}"
VIAddVersionKey ProductName "${PROGRAM}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "${PROGRAM}"
VIAddVersionKey CompanyName "${PUBLISHER}"
VIAddVersionKey LegalCopyright "Apache-2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING

!insertmacro MULTIUSER_PAGE_INSTALLMODE
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE AskToQuit
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE un.AskToQuit
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!include languages.nsh

Var NamedFolder
Var IsUpgrade

; --- before anything is changed ------------------------------------------------------------------------------------------

; Says why nothing is done, and ends. A silent installation says it by its exit code alone.
!macro EndWith CODE TEXT
    MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
    SetErrorLevel ${CODE}
    Quit
!macroend

; Windows lets nobody write to a program that runs. $0 is the folder; END says what happens where it is not quit: Quit,
; or on a page Abort, which stays there.
!macro EndIfRunning END
    ${Do}
        StrCpy $2 ""
        ${For} $1 1 2
            StrCpy $3 "$0\dialer.exe"
            ${If} $1 = 2
                StrCpy $3 "$0\dialer.com"
            ${EndIf}
            ${If} ${FileExists} "$3"
                ClearErrors
                FileOpen $4 "$3" a
                ${If} ${Errors}
                    StrCpy $2 "runs"
                ${Else}
                    FileClose $4
                ${EndIf}
            ${EndIf}
        ${Next}
        ${If} $2 == ""
            ${ExitDo}
        ${EndIf}
        ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(DIALER_RUNS)" /SD IDCANCEL IDCANCEL`
            !if "${END}" == "Quit"
                SetErrorLevel ${RUNS}
            !endif
            ${END}
        ${EndIf}
    ${Loop}
!macroend

; On the page, before anything begins; a silent installation has no page and asks later.
!macro AskToQuit UN
    Function ${UN}AskToQuit
        ReadRegStr $0 SHCTX "${UNINSTALL_KEY}" "InstallLocation"
        !insertmacro EndIfRunning Abort
        StrCpy $0 $INSTDIR
        !insertmacro EndIfRunning Abort
    FunctionEnd
!macroend
!insertmacro AskToQuit ""
!insertmacro AskToQuit "un."

Function KeepNamedFolder
    ${If} $NamedFolder != ""
        StrCpy $INSTDIR $NamedFolder
    ${EndIf}
FunctionEnd

Function .onInit
    SetRegView 64
    StrCpy $NamedFolder $INSTDIR ; what /D= names, else nothing
    ${IfNot} ${RunningX64}
    ${OrIfNot} ${AtLeastBuild} ${OLDEST_BUILD}
        !insertmacro EndWith ${TOO_OLD} "$(DIALER_TOO_OLD)"
    ${EndIf}
    ${GetParameters} $R0
    ClearErrors
    ${GetOptions} $R0 "/AllUsers" $R1
    ${IfNot} ${Errors}
        UserInfo::GetAccountType
        Pop $R1
        ${If} $R1 != "Admin"
            !insertmacro EndWith ${NEEDS_ADMINISTRATOR} "$(DIALER_NEEDS_ADMINISTRATOR)"
        ${EndIf}
    ${EndIf}
    !insertmacro MULTIUSER_INIT
FunctionEnd

; --- installing ----------------------------------------------------------------------------------------------------------

; The version that is there takes its own files away: only it knows them all. What people decided stays.
Function RemoveOlder
    ReadRegStr $0 SHCTX "${UNINSTALL_KEY}" "InstallLocation"
    ${If} $0 == ""
    ${OrIfNot} ${FileExists} "$0\uninstall.exe"
        Return
    ${EndIf}
    !insertmacro EndIfRunning Quit
    ExecWait '"$0\uninstall.exe" /S /Upgrade _?=$0' $1
    ${If} $1 <> 0
        !insertmacro EndWith ${NOT_REMOVED} "$(DIALER_NOT_REMOVED)"
    ${EndIf}
    Delete "$0\uninstall.exe"
    RMDir "$0"
FunctionEnd

Section
    Call RemoveOlder
    StrCpy $0 $INSTDIR
    !insertmacro EndIfRunning Quit
    !insertmacro InstallFiles
    SetOutPath "$INSTDIR" ; where the link in the menu starts it
    WriteUninstaller "$INSTDIR\uninstall.exe"
    CreateShortcut "$SMPROGRAMS\${PROGRAM}.lnk" "$INSTDIR\dialer.exe"

    ; Whoever has links opened by a Dialer with a home of its own keeps that.
    ReadRegStr $1 SHCTX "${HANDLER_COMMAND_KEY}" ""
    StrLen $2 "$INSTDIR\"
    StrCpy $3 $1 $2 1
    ${If} $3 != "$INSTDIR\"
        !insertmacro WriteHandlers
    ${EndIf}

    WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${PROGRAM}"
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\dialer.exe"
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "${PUBLISHER}"
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE}
    WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
    WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
    Call TellExplorer
SectionEnd

!macro TellExplorer UN
    Function ${UN}TellExplorer
        ; SHCNE_ASSOCCHANGED: the list of programs that open links has changed.
        System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
    FunctionEnd
!macroend
!insertmacro TellExplorer ""
!insertmacro TellExplorer "un."

; --- removing ------------------------------------------------------------------------------------------------------------

Function un.onInit
    SetRegView 64
    SetShellVarContext current
    ReadRegStr $0 HKLM "${UNINSTALL_KEY}" "InstallLocation"
    ${If} $0 == $INSTDIR
        SetShellVarContext all
        UserInfo::GetAccountType
        Pop $0
        ${If} $0 != "Admin"
            !insertmacro EndWith ${NEEDS_ADMINISTRATOR} "$(DIALER_NEEDS_ADMINISTRATOR)"
        ${EndIf}
    ${EndIf}
    ${GetParameters} $0
    ClearErrors
    ${GetOptions} $0 "/Upgrade" $1
    ${If} ${Errors}
        StrCpy $IsUpgrade ""
    ${Else}
        StrCpy $IsUpgrade "yes"
    ${EndIf}
FunctionEnd

; $3 becomes "ours" where the command in $1 starts a program of this folder.
Function un.IsOurs
    StrLen $2 "$INSTDIR\"
    StrCpy $3 $1 $2 1 ; after its quote
    ${If} $3 == "$INSTDIR\"
        StrCpy $3 "ours"
    ${Else}
        StrCpy $3 ""
    ${EndIf}
FunctionEnd

; What a user decided in Dialer: links, and its start at log-in. Another Dialer's is left alone.
!macro Forget ROOT BELOW
    ReadRegStr $1 ${ROOT} "${BELOW}${HANDLER_COMMAND_KEY}" ""
    Call un.IsOurs
    ${If} $3 == "ours"
        !insertmacro DeleteHandlers ${ROOT} "${BELOW}"
    ${EndIf}
    ReadRegStr $1 ${ROOT} "${BELOW}${RUN_KEY}" "${PROGRAM}"
    Call un.IsOurs
    ${If} $3 == "ours"
        DeleteRegValue ${ROOT} "${BELOW}${RUN_KEY}" "${PROGRAM}"
        DeleteRegValue ${ROOT} "${BELOW}${EXPLORER}\StartupApproved\Run" "${PROGRAM}"
    ${EndIf}
!macroend

Function un.ForgetAll
    !insertmacro Forget HKCU ""
    ReadRegStr $0 HKLM "${UNINSTALL_KEY}" "InstallLocation"
    ${If} $0 == $INSTDIR
        !insertmacro Forget HKLM ""
        ; And of everybody who is logged in; of others Windows has nothing loaded.
        StrCpy $4 0
        ${Do}
            EnumRegKey $5 HKU "" $4
            ${If} $5 == ""
                ${ExitDo}
            ${EndIf}
            !insertmacro Forget HKU "$5\"
            IntOp $4 $4 + 1
        ${Loop}
    ${EndIf}
FunctionEnd

Section Uninstall
    StrCpy $0 $INSTDIR
    !insertmacro EndIfRunning Quit
    !insertmacro DeleteFiles
    ${If} $IsUpgrade == ""
        Delete "$INSTDIR\uninstall.exe"
        RMDir "$INSTDIR"
        Delete "$SMPROGRAMS\${PROGRAM}.lnk"
        Call un.ForgetAll
        DeleteRegKey SHCTX "${UNINSTALL_KEY}"
        Call un.TellExplorer
    ${EndIf}
SectionEnd

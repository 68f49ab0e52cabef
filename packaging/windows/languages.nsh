; What the installer says of its own, in the languages that Dialer has. Windows' language decides.

!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Dutch"
!insertmacro MUI_LANGUAGE "French"
!insertmacro MUI_LANGUAGE "German"

LangString DIALER_RUNS ${LANG_ENGLISH} "Dialer is running. Quit it (its icon beside the clock, Quit Dialer), then press Retry."
LangString DIALER_RUNS ${LANG_DUTCH} "Dialer draait nog. Sluit het af (pictogram naast de klok, Dialer afsluiten) en klik op Opnieuw."
LangString DIALER_RUNS ${LANG_FRENCH} "Dialer est ouvert. Quittez-le (icône près de l'horloge, Quitter Dialer), puis cliquez sur Réessayer."
LangString DIALER_RUNS ${LANG_GERMAN} "Dialer läuft noch. Beenden Sie es (Symbol neben der Uhr, Dialer beenden) und klicken Sie auf Wiederholen."

LangString DIALER_NEEDS_ADMINISTRATOR ${LANG_ENGLISH} "Only an administrator can do this for all users. Run it as administrator, or install Dialer for yourself with /CurrentUser."
LangString DIALER_NEEDS_ADMINISTRATOR ${LANG_DUTCH} "Alleen een beheerder kan dit voor alle gebruikers doen. Voer het uit als beheerder, of installeer Dialer voor uzelf met /CurrentUser."
LangString DIALER_NEEDS_ADMINISTRATOR ${LANG_FRENCH} "Seul un administrateur peut le faire pour tous les utilisateurs. Exécutez-le en tant qu'administrateur, ou installez Dialer pour vous seul avec /CurrentUser."
LangString DIALER_NEEDS_ADMINISTRATOR ${LANG_GERMAN} "Das kann nur ein Administrator für alle Benutzer tun. Führen Sie es als Administrator aus, oder installieren Sie Dialer mit /CurrentUser nur für sich."

LangString DIALER_TOO_OLD ${LANG_ENGLISH} "Dialer needs a 64-bit Windows 10 (version 1809) or later."
LangString DIALER_TOO_OLD ${LANG_DUTCH} "Dialer heeft Windows 10 (versie 1809) of nieuwer nodig, 64-bits."
LangString DIALER_TOO_OLD ${LANG_FRENCH} "Dialer nécessite Windows 10 (version 1809) ou plus récent, 64 bits."
LangString DIALER_TOO_OLD ${LANG_GERMAN} "Dialer braucht Windows 10 (Version 1809) oder neuer, 64 Bit."

LangString DIALER_NOT_REMOVED ${LANG_ENGLISH} "The Dialer that is installed could not be removed. Uninstall it in Windows' settings, then try again."
LangString DIALER_NOT_REMOVED ${LANG_DUTCH} "De geïnstalleerde Dialer kon niet worden verwijderd. Verwijder die in de instellingen van Windows en probeer het opnieuw."
LangString DIALER_NOT_REMOVED ${LANG_FRENCH} "La version de Dialer déjà installée n'a pas pu être supprimée. Désinstallez-la dans les paramètres de Windows, puis réessayez."
LangString DIALER_NOT_REMOVED ${LANG_GERMAN} "Das installierte Dialer ließ sich nicht entfernen. Deinstallieren Sie es in den Windows-Einstellungen und versuchen Sie es erneut."

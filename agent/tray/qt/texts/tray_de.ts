<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>tray</name>
    <message>
        <source>%1 is connected, but nothing gets through</source>
        <translation>%1 ist verbunden, aber nichts kommt durch</translation>
    </message>
    <message>
        <source>%1 has lost its line</source>
        <translation>%1 hat die Leitung verloren</translation>
    </message>
    <message>
        <source>Next try at %1.</source>
        <translation>Nächster Versuch um %1.</translation>
    </message>
    <message>
        <source>%1 needs the office</source>
        <translation>%1 braucht die Zentrale</translation>
    </message>
    <message>
        <source>It does not try again by itself.</source>
        <translation>Von selbst wird nichts mehr versucht.</translation>
    </message>
    <message>
        <source>%1 is waiting for an answer</source>
        <translation>%1 wartet auf eine Antwort</translation>
    </message>
    <message>
        <source>Without one it hangs up at %1.</source>
        <translation>Ohne sie wird um %1 aufgelegt.</translation>
    </message>
    <message>
        <source>%1 is online again</source>
        <translation>%1 ist wieder online</translation>
    </message>
    <message>
        <source>The server wants to call back. At which number?</source>
        <translation>Der Server will zurückrufen. Unter welcher Nummer?</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>Leave it empty to go on without a callback.</source>
        <translation>Leer lassen, um ohne Rückruf fortzufahren.</translation>
    </message>
    <message>
        <source>The server refused the user name or password.</source>
        <translation>Der Server hat Benutzername oder Passwort abgelehnt.</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Benutzername</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Domain</source>
        <translation>Domäne</translation>
    </message>
    <message>
        <source>Each try counts: too many may lock the account.</source>
        <translation>Jeder Versuch zählt: Zu viele können das Konto sperren.</translation>
    </message>
    <message>
        <source>An empty domain stays as it is.</source>
        <translation>Eine leere Domäne bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>The password has expired. The server wants a new one.</source>
        <translation>Das Passwort ist abgelaufen. Der Server verlangt ein neues.</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Neues Passwort</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>Noch einmal dasselbe</translation>
    </message>
    <message>
        <source>Up to 256 letters, digits and signs, without accents or umlauts.</source>
        <translation>Bis zu 256 Buchstaben, Ziffern und Zeichen, ohne Akzente und Umlaute.</translation>
    </message>
    <message>
        <source>The server may have rules of its own.</source>
        <translation>Der Server kann eigene Regeln haben.</translation>
    </message>
    <message>
        <source>The server waits for input.</source>
        <translation>Der Server wartet auf eine Eingabe.</translation>
    </message>
    <message>
        <source>The server asks:</source>
        <translation>Der Server fragt:</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>The password is longer than 256 bytes.</source>
        <translation>Das Passwort ist länger als 256 Bytes.</translation>
    </message>
    <message>
        <source>The password is empty.</source>
        <translation>Das Passwort ist leer.</translation>
    </message>
    <message>
        <source>The password has a character that this line cannot send.</source>
        <translation>Das Passwort enthält ein Zeichen, das diese Leitung nicht senden kann.</translation>
    </message>
    <message>
        <source>The user name is empty.</source>
        <translation>Der Benutzername ist leer.</translation>
    </message>
    <message>
        <source>The two passwords differ.</source>
        <translation>Die beiden Passwörter sind verschieden.</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>&amp;Lines</source>
        <translation>&amp;Leitungen</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>The last day of %1</source>
        <translation>Der letzte Tag von %1</translation>
    </message>
    <message>
        <source>unless: %1</source>
        <translation>außer bei: %1</translation>
    </message>
    <message>
        <source>online %1 % of the time</source>
        <translation>%1 % der Zeit online</translation>
    </message>
    <message>
        <source>Nothing was decided before that is on record.</source>
        <translation>Davor ist keine Entscheidung verzeichnet.</translation>
    </message>
    <message>
        <source>Decided at %1:</source>
        <translation>Entschieden um %1:</translation>
    </message>
    <message>
        <source>lineman does not answer</source>
        <translation>lineman antwortet nicht</translation>
    </message>
    <message>
        <source>you may not look at lineman: ask the office</source>
        <translation>Kein Zugriff auf lineman: bitte die Zentrale fragen</translation>
    </message>
    <message>
        <source>Shows in the tray how the lines of lineman are.</source>
        <translation>Zeigt neben der Uhr, wie es den Leitungen von lineman geht.</translation>
    </message>
    <message>
        <source>Prints this help.</source>
        <translation>Gibt diese Hilfe aus.</translation>
    </message>
    <message>
        <source>The control socket of the agent.</source>
        <translation>Der Steuer-Socket des Agenten.</translation>
    </message>
    <message>
        <source>Opens the window at once.</source>
        <translation>Öffnet gleich das Fenster.</translation>
    </message>
    <message>
        <source>there is one already for this user</source>
        <translation>für diesen Benutzer läuft schon eines</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation>
            <numerusform>Noch %n Sekunde</numerusform>
            <numerusform>Noch %n Sekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) left</source>
        <translation>
            <numerusform>Noch %n Minute</numerusform>
            <numerusform>Noch %n Minuten</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: the server waits for an answer</source>
        <translation>%1: Der Server wartet auf eine Antwort</translation>
    </message>
    <message>
        <source>What the server says</source>
        <translation>Was der Server sagt</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Verbleibende Zeit</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>End the dialogue</source>
        <translation>Dialog beenden</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>%1; then the line hangs up.</source>
        <translation>%1, dann wird aufgelegt.</translation>
    </message>
    <message>
        <source>Redial now</source>
        <translation>Jetzt neu wählen</translation>
    </message>
    <message>
        <source>Bring up</source>
        <translation>Wieder verbinden</translation>
    </message>
    <message>
        <source>Take down</source>
        <translation>Trennen und getrennt lassen</translation>
    </message>
    <message>
        <source>Answer the server…</source>
        <translation>Dem Server antworten …</translation>
    </message>
    <message>
        <source>Last day, and why…</source>
        <translation>Letzter Tag, und warum …</translation>
    </message>
    <message>
        <source>Show the window</source>
        <translation>Fenster zeigen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>at rest</source>
        <translation>ruht</translation>
    </message>
    <message>
        <source>online</source>
        <translation>online</translation>
    </message>
    <message>
        <source>hanging up</source>
        <translation>legt auf</translation>
    </message>
    <message>
        <source>dialling</source>
        <translation>wählt</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>connected, but nothing gets through</source>
        <translation>verbunden, aber nichts kommt durch</translation>
    </message>
    <message>
        <source>waiting for an answer</source>
        <translation>wartet auf eine Antwort</translation>
    </message>
    <message>
        <source>needs the office</source>
        <translation>braucht die Zentrale</translation>
    </message>
    <message>
        <source>cannot dial</source>
        <translation>kann nicht wählen</translation>
    </message>
    <message>
        <source>lineman is not running</source>
        <translation>lineman läuft nicht</translation>
    </message>
    <message>
        <source>waiting until %1</source>
        <translation>wartet bis %1</translation>
    </message>
    <message>
        <source>dialling %1</source>
        <translation>wählt %1</translation>
    </message>
    <message>
        <source>does not try by itself</source>
        <translation>versucht es nicht von selbst</translation>
    </message>
    <message>
        <source>next try at %1</source>
        <translation>nächster Versuch um %1</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>seit %1</translation>
    </message>
    <message>
        <source>no lines</source>
        <translation>keine Leitungen</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) online</source>
        <translation>
            <numerusform>%n Leitung online</numerusform>
            <numerusform>%n Leitungen online</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 lines online</source>
        <translation>%1 von %2 Leitungen online</translation>
    </message>
    <message>
        <source>Up to 256 bytes.</source>
        <translation>Bis zu 256 Bytes.</translation>
    </message>
    <message>
        <source>The last day</source>
        <translation>Der letzte Tag</translation>
    </message>
    <message>
        <source>%1, %2 to %3: %4</source>
        <translation>%1, %2 bis %3: %4</translation>
    </message>
    <message>
        <source>whoever listens there is not lineman</source>
        <translation>Wer dort antwortet, ist nicht lineman</translation>
    </message>
</context>
</TS>

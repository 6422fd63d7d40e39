"""What the office pages read: functions of a connection, paged by key so that no list grows slow."""

package io.pando.host;

import io.pando.database.Database;
import org.springframework.stereotype.Component;

/**
 * The turn in which room on hosts is promised. Whoever promises some counts what others were promised before; with several requests at a
 * time each has to see what the one before has written down.
 */
@Component
public class Reservations {
    private final Database database;

    public Reservations(Database database) {
        this.database = database;
    }

    /** Waits for the turn, and keeps it until the present transaction ends. To be called before anything is counted. */
    public void await() {
        database.writer()
                .sql("UPDATE placement_turn SET turn = turn + 1 WHERE id = 1")
                .update();
    }
}

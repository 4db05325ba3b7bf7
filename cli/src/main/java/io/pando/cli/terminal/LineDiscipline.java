package io.pando.cli.terminal;

import java.io.IOException;

/** What the terminal's driver does with keys before a program sees them. */
public interface LineDiscipline {

    /**
     * Passes each key on at once and as it is, without echo.
     *
     * @return undoes it when closed; closing twice does no harm
     * @throws IOException when the terminal cannot be set
     */
    Restoration raw() throws IOException;

    /**
     * Switches the echo off, for a password.
     *
     * @return undoes it when closed; closing twice does no harm
     * @throws IOException when the terminal cannot be set
     */
    Restoration silent() throws IOException;

    /** The way back to how the terminal was. */
    interface Restoration extends AutoCloseable {
        @Override
        void close();
    }
}

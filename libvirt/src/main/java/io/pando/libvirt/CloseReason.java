package io.pando.libvirt;

import java.util.List;

/** Why a connection to libvirtd ended by itself: {@code virConnectCloseReason}. */
public enum CloseReason {
    /** Reading or writing failed. */
    ERROR,
    /** The daemon ended or closed the connection. */
    END_OF_FILE,
    /** The daemon no longer answers. */
    KEEPALIVE,
    /** This program closed it. */
    CLIENT;

    static CloseReason of(int number) {
        return Listed.at(List.of(values()), number, ERROR);
    }
}

package io.pando.host;

import java.util.UUID;

/**
 * Moving domains that run from this host to another one, with the topmost layers of their disks. Pando itself keeps the two hosts in step:
 * neither has to be able to sign in at the other, but QEMU there must be reachable from here.
 */
public interface Moves {

    /** How a domain stands on this host, as far as that matters for a move. */
    Presence presence(UUID uuid);

    /** How a domain stands on a host. */
    enum Presence {
        /** Not known there. */
        ABSENT,
        OFF,
        /** Off, because it was moved away. */
        LEFT,
        RUNNING,
        /** There, and standing still, for whatever reason but the next. */
        PAUSED,
        /** There, and standing still in the midst of a move: it arrives and is not complete, or it has been sent and nobody has said yet whether it arrived. */
        BETWEEN
    }

    /** How far a move is. */
    @FunctionalInterface
    interface Progress {
        /**
         * Tells; about twice a second.
         *
         * @param done bytes that have been sent
         * @param all bytes in all, which become more while the guest writes; 0 when that is not known yet
         */
        void tell(long done, long all);
    }

    /**
     * Moves a running domain. When it has ended well the domain is {@link Presence#LEFT} here and {@link Presence#PAUSED} there: it does not
     * run until somebody says so, so that no lost message can make it run twice. When it has failed, was interrupted, or progress has thrown,
     * it runs on here, as long as the host can be reached; ask both hosts. The volumes of its disks must be there already, of the same size.
     *
     * @param target the other host
     */
    void send(UUID uuid, Hypervisor target, Progress progress) throws InterruptedException;

    /** Ends a sending that is under way, whoever began it, and waits for its end. None is no error. */
    void withdraw(UUID uuid) throws InterruptedException;

    /** Takes away what has arrived here and does not run, with its definition. One that is not there is no error. */
    void discard(UUID uuid);
}

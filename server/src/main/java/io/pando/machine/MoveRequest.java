package io.pando.machine;

/**
 * What a move is asked for. Everything was decided before.
 *
 * @param sourceId host that the machine is on
 * @param targetId host that it goes to
 * @param live whether it runs meanwhile
 */
record MoveRequest(String machineId, String sourceId, String targetId, boolean live) {}

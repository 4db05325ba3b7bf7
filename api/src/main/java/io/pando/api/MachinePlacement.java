package io.pando.api;

import java.time.Instant;

/**
 * Why a machine is where it is.
 *
 * @param decision as it was made when the machine was asked for
 * @param madeAt when that was
 * @param replays whether what it was made from is kept unchanged, and deciding anew comes to the same host
 */
public record MachinePlacement(PlacementDecision decision, Instant madeAt, boolean replays) {}

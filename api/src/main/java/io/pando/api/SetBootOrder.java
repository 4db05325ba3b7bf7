package io.pando.api;

import java.util.List;

/**
 * Says what a machine tries to start from.
 *
 * @param devices names of disks, and {@code cd}; the first that something can be started from wins
 */
public record SetBootOrder(List<String> devices) {
    public SetBootOrder {
        devices = List.copyOf(devices);
    }
}

package io.pando.libvirt;

/** A listener that is being called. Closing it, which may be repeated, ends that; a call under way may still finish. */
public interface Registration extends AutoCloseable {
    @Override
    void close();
}

package io.pando.libvirt;

import java.util.AbstractList;
import java.util.List;

/** A list of handles that closes all of them when it is closed. It cannot be changed. */
public final class HandleList<T extends Handle> extends AbstractList<T> implements AutoCloseable {
    private final List<T> handles;

    HandleList(List<T> handles) {
        this.handles = List.copyOf(handles);
    }

    @Override
    public T get(int index) {
        return handles.get(index);
    }

    @Override
    public int size() {
        return handles.size();
    }

    @Override
    public void close() {
        handles.forEach(Handle::close);
    }
}

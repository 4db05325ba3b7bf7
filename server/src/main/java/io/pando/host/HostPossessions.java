package io.pando.host;

import java.util.List;

/** A bean of a feature that keeps things on hosts: says why a host cannot go yet, and tidies up when it goes. */
public interface HostPossessions {

    /**
     * What would be lost with a host, in words such as {@code the machine web1}, as the present transaction sees it.
     *
     * @param most how many to name
     */
    List<String> onlyOn(String hostId, int most);

    /**
     * The host goes: takes away what was kept there and is nobody's loss. Called before, while the host may still answer, and outside of
     * transactions; may be called in vain, when somebody came to use the host in the last moment.
     */
    void leave(String hostId);
}

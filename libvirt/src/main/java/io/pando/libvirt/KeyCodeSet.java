package io.pando.libvirt;

/** Which numbers name the keys: {@code virKeycodeSet}. */
public enum KeyCodeSet {
    /** Linux' {@code input-event-codes.h}: KEY_A is 30, KEY_ENTER 28. */
    LINUX(0),
    /** The PC's first scan code set. */
    XT(1),
    /** USB HID usage numbers: A is 4, Enter 40. */
    USB(7),
    /** QEMU's numbers: XT with the extended keys shifted to 0x80 and up. VNC's extended key events use it. */
    QNUM(9);

    private final int number;

    KeyCodeSet(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}

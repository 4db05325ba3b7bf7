package io.pando.guest;

/** The identifiers that Pando reads from a guest. */
public enum IdentityField {
    HOSTNAME("hostname", "Host name"),
    MACHINE_ID("machine-id", "Machine id"),
    /** Only where it is a file of its own. */
    DBUS_MACHINE_ID("dbus-machine-id", "D-Bus machine id"),
    /** SHA-256 fingerprints as OpenSSH shows them. */
    SSH_HOST_KEYS("ssh-host-keys", "SSH host keys"),
    /** DUIDs and client ids from the files of DHCP clients, or what the client in use derives from the hardware address. */
    DHCP_IDS("dhcp-ids", "DHCP client ids"),
    MAC_ADDRESSES("mac-addresses", "Hardware addresses"),
    CLOUD_INSTANCE_ID("cloud-instance-id", "cloud-init instance id"),
    /** SHA-256 of the stored seed. */
    RANDOM_SEED("random-seed", "Stored random seed"),
    /** The next bytes of the guest's random generator. */
    RANDOM_BYTES("random-bytes", "Random bytes"),
    PRODUCT_UUID("product-uuid", "Product UUID"),
    PRODUCT_SERIAL("product-serial", "Product serial number"),
    BOOT_ID("boot-id", "Boot id");

    private final String id;
    private final String title;

    IdentityField(String id, String title) {
        this.id = id;
        this.title = title;
    }

    /** Stable name, the key in {@link io.pando.api.Identity#fields()}. */
    public String id() {
        return id;
    }

    /** For people. */
    public String title() {
        return title;
    }
}

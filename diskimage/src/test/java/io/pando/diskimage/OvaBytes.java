package io.pando.diskimage;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** An archive as export tools make them, or as nobody should: every member is written as it is asked for. */
public final class OvaBytes {
    private static final int BLOCK = 512;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** An archive with one machine. */
    public static byte[] of(String diskName, byte[] disk, String format, UnaryOperator<String> change) {
        String ovf = change.apply(ovf(diskName, disk.length, format, 67108864));
        return new OvaBytes()
                .file("machine.ovf", ovf.getBytes(StandardCharsets.UTF_8))
                .file("machine.mf", manifest(ovf.getBytes(StandardCharsets.UTF_8), diskName, disk))
                .file(diskName, disk)
                .bytes();
    }

    /** The address that an OVF has for a format. */
    public static String address(DiskFormat format) {
        return format == DiskFormat.VMDK
                ? "http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"
                : "http://example.org/formats/" + format.label();
    }

    public static byte[] manifest(byte[] ovf, String diskName, byte[] disk) {
        return "SHA256(machine.ovf)= %s%nSHA256(%s)= %s%n"
                .formatted(sha256(ovf), diskName, sha256(disk))
                .getBytes(StandardCharsets.UTF_8);
    }

    public static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What describes a machine with two processors, 256 MiB and one network card. */
    public static String ovf(String diskName, long diskLength, String format, long capacity) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
                    xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData"
                    xmlns:vmw="http://www.vmware.com/schema/ovf">
                  <References><File ovf:href="%s" ovf:id="file1" ovf:size="%d"/></References>
                  <DiskSection>
                    <Info>Disks</Info>
                    <Disk ovf:capacity="%d" ovf:diskId="disk1" ovf:fileRef="file1" ovf:format="%s"/>
                  </DiskSection>
                  <VirtualSystem ovf:id="machine">
                    <Info>A machine</Info>
                    <Name>machine</Name>
                    <VirtualHardwareSection>
                      <Info>Hardware</Info>
                      <Item><rasd:InstanceID>1</rasd:InstanceID><rasd:ResourceType>3</rasd:ResourceType>
                        <rasd:VirtualQuantity>2</rasd:VirtualQuantity></Item>
                      <Item><rasd:AllocationUnits>byte * 2^20</rasd:AllocationUnits><rasd:InstanceID>2</rasd:InstanceID>
                        <rasd:ResourceType>4</rasd:ResourceType><rasd:VirtualQuantity>256</rasd:VirtualQuantity></Item>
                      <Item><rasd:InstanceID>3</rasd:InstanceID><rasd:ResourceType>6</rasd:ResourceType></Item>
                      <Item><rasd:HostResource>ovf:/disk/disk1</rasd:HostResource><rasd:InstanceID>4</rasd:InstanceID>
                        <rasd:Parent>3</rasd:Parent><rasd:ResourceType>17</rasd:ResourceType></Item>
                      <Item><rasd:InstanceID>5</rasd:InstanceID><rasd:ResourceSubType>VmxNet3</rasd:ResourceSubType>
                        <rasd:ResourceType>10</rasd:ResourceType></Item>
                      <vmw:Config ovf:required="false" vmw:key="firmware" vmw:value="efi"/>
                    </VirtualHardwareSection>
                  </VirtualSystem>
                </Envelope>
                """.formatted(diskName, diskLength, capacity, format);
    }

    public OvaBytes file(String name, byte[] content) {
        return member(name, '0', content.length, content);
    }

    /**
     * Adds a member.
     *
     * @param size what the header says, whatever is there
     */
    public OvaBytes member(String name, char type, long size, byte[] content) {
        return member(name, type, octal(size, 11), content);
    }

    /**
     * Adds a member.
     *
     * @param size the field as it stands in the header
     */
    public OvaBytes member(String name, char type, byte[] size, byte[] content) {
        byte[] header = new byte[BLOCK];
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, 0, Math.min(100, bytes.length));
        put(header, 100, "0000644\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        System.arraycopy(size, 0, header, 124, Math.min(12, size.length));
        put(header, 136, "00000000000\0");
        header[156] = (byte) type;
        if (type == '1' || type == '2') {
            put(header, 157, "machine.ovf");
        }
        put(header, 257, "ustar\00000");
        put(header, 148, "        ");
        int sum = 0;
        for (byte one : header) {
            sum += one & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum).toLowerCase(Locale.ROOT));
        out.writeBytes(header);
        out.writeBytes(content);
        out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
        return this;
    }

    public OvaBytes raw(byte[] content) {
        out.writeBytes(content);
        return this;
    }

    private static byte[] octal(long number, int digits) {
        String text = Long.toOctalString(number);
        return ("0".repeat(Math.max(0, digits - text.length())) + text + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    private static void put(byte[] header, int place, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, place, bytes.length);
    }

    /** With its end. */
    public byte[] bytes() {
        out.writeBytes(new byte[2 * BLOCK]);
        return out.toByteArray();
    }

    public byte[] withoutEnd() {
        return out.toByteArray();
    }
}

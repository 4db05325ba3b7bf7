package io.pando.diskimage.hostile;

import io.pando.diskimage.DiskFormat;
import io.pando.diskimage.OvaBytes;
import io.pando.diskimage.VmdkBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Hostile archives: what tar and XML allow, and no export needs. */
final class HostileArchives {
    private static final String DISK = "disk.vmdk";
    private static final String ADDRESS = OvaBytes.address(DiskFormat.VMDK);
    private static final byte[] NOTHING = new byte[0];

    private final List<HostileFile> files = new ArrayList<>();

    private HostileArchives() {}

    static List<HostileFile> files(String canary, int port) {
        HostileArchives all = new HostileArchives();
        all.members(canary);
        all.numbers();
        all.documents(canary, port);
        all.descriptors(canary, port);
        all.manifests();
        return all.files;
    }

    private static byte[] disk() {
        return VmdkBytes.stream().bytes();
    }

    private static byte[] ovf() {
        return OvaBytes.ovf(DISK, disk().length, ADDRESS, 67108864).getBytes(StandardCharsets.UTF_8);
    }

    private static OvaBytes good() {
        return new OvaBytes().file("machine.ovf", ovf()).file(DISK, disk());
    }

    private void add(String name, Supplier<byte[]> content) {
        files.add(new HostileFile(name, DiskFormat.OVA, content));
    }

    private void members(String canary) {
        for (String name : List.of(
                "../canary",
                "../../../../etc/cron.d/x",
                canary,
                "a/b",
                "a\\b",
                "..",
                ".",
                "",
                "./../x",
                "x\ny",
                "\u001b[2J",
                "/",
                "C:\\x",
                "./a/../../x")) {
            add(
                    "member " + name.replace('\n', '|').replace('\u001b', '^'),
                    () -> good().file(name, NOTHING).bytes());
        }
        for (char type : "12345677SLKVMNDg\u0001Z".toCharArray()) {
            String name = "member of type " + (int) type;
            if (files.stream().noneMatch(file -> file.name().equals(name))) {
                add(name, () -> good().member("x", type, 0, NOTHING).bytes());
            }
        }
        for (String record : List.of(
                "path=../x",
                "size=1",
                "linkpath=/etc/passwd",
                "GNU.sparse.major=1",
                "GNU.sparse.name=x",
                "SCHILY.realsize=1",
                "hdrcharset=BINARY")) {
            byte[] text = pax(record);
            add(
                    "extended header " + record,
                    () -> good().member("x", 'x', text.length, text)
                            .file("y", NOTHING)
                            .bytes());
        }
        add(
                "extended header of 1 MiB",
                () -> good().member("x", 'x', 1 << 20, new byte[1 << 20]).bytes());
        add("two of the same name", () -> good().file(DISK, disk()).bytes());
        add(
                "two of the same name but for case",
                () -> good().file("DISK.vmdk", NOTHING).bytes());
        add("65 members", () -> many(65));
        add("100,000 members", () -> many(100_000));
        add("no members", () -> new OvaBytes().bytes());
        add("no descriptor", () -> new OvaBytes().file(DISK, disk()).bytes());
        add("two descriptors", () -> good().file("other.ovf", ovf()).bytes());
        add("no disk", () -> new OvaBytes().file("machine.ovf", ovf()).bytes());
        add("no end", () -> good().withoutEnd());
        add(
                "descriptor of 2 MiB",
                () -> new OvaBytes()
                        .file("machine.ovf", Arrays.copyOf(ovf(), 2 << 20))
                        .file(DISK, disk())
                        .bytes());
        for (int length : new int[] {512, 1024, 3000}) {
            add("cut to " + length, () -> Arrays.copyOf(good().bytes(), length));
        }
    }

    private static byte[] many(int count) {
        OvaBytes archive = good();
        for (int member = 0; member < count; member++) {
            archive.file("m" + member, NOTHING);
        }
        return archive.bytes();
    }

    private static byte[] pax(String record) {
        int length = record.length() + 4;
        length = record.length() + 2 + Integer.toString(length).length();
        return "%d %s\n".formatted(length, record).getBytes(StandardCharsets.UTF_8);
    }

    private void numbers() {
        byte[] huge = new byte[12];
        Arrays.fill(huge, (byte) 0xff);
        byte[] binary = ByteBuffer.allocate(12)
                .putInt(0x80000000)
                .putLong(4, Long.MAX_VALUE)
                .array();
        byte[] wide = ByteBuffer.allocate(12).putInt(0x80ffffff).putLong(4, -1).array();
        byte[] gigabytes = "120000000000".getBytes(StandardCharsets.US_ASCII);
        Map<String, byte[]> fields = Map.of(
                "negative", huge,
                "2^63 - 1", binary,
                "2^87", wide,
                "10 GiB", gigabytes,
                "not a number", "xyz".getBytes(StandardCharsets.US_ASCII),
                "with a sign", "-0000000001".getBytes(StandardCharsets.US_ASCII),
                "with a nine", "00000000009".getBytes(StandardCharsets.US_ASCII),
                "nothing", NOTHING);
        fields.forEach((name, field) -> {
            add(
                    "descriptor's length " + name,
                    () -> new OvaBytes()
                            .member("machine.ovf", '0', field, ovf())
                            .file(DISK, disk())
                            .bytes());
            add(
                    "disk's length " + name,
                    () -> new OvaBytes()
                            .file("machine.ovf", ovf())
                            .member(DISK, '0', field, disk())
                            .bytes());
        });
        add("wrong sum", () -> {
            byte[] bytes = good().bytes();
            bytes[0] = 'X';
            return bytes;
        });
        add("no sum", () -> {
            byte[] bytes = good().bytes();
            Arrays.fill(bytes, 148, 156, (byte) 0);
            return bytes;
        });
    }

    private void document(String name, String xml) {
        document(name, xml.getBytes(StandardCharsets.UTF_8));
    }

    private void document(String name, byte[] xml) {
        add(
                name,
                () -> new OvaBytes().file("machine.ovf", xml).file(DISK, disk()).bytes());
    }

    private void documents(String canary, int port) {
        String good = new String(ovf(), StandardCharsets.UTF_8);
        String head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
        String body = good.substring(good.indexOf("<Envelope"));
        document("document type", head + "<!DOCTYPE Envelope>\n" + body);
        document(
                "entity of a file",
                head
                        + "<!DOCTYPE Envelope [<!ENTITY x SYSTEM \"file://%s\">]>\n".formatted(canary)
                        + body.replace("<Name>machine", "<Name>&x;"));
        document(
                "entity of an address",
                head
                        + "<!DOCTYPE Envelope [<!ENTITY x SYSTEM \"http://127.0.0.1:%d/x\">]>\n".formatted(port)
                        + body.replace("<Name>machine", "<Name>&x;"));
        document(
                "document type of a file",
                head + "<!DOCTYPE Envelope SYSTEM \"file://%s\">\n".formatted(canary) + body);
        document(
                "document type of an address",
                head + "<!DOCTYPE Envelope SYSTEM \"http://127.0.0.1:%d/x\">\n".formatted(port) + body);
        document(
                "parameter entity",
                head
                        + "<!DOCTYPE Envelope [<!ENTITY %% x SYSTEM \"http://127.0.0.1:%d/x\"> %%x;]>\n".formatted(port)
                        + body);
        StringBuilder laughs = new StringBuilder("<!ENTITY l0 \"ha\">");
        for (int level = 1; level < 30; level++) {
            laughs.append("<!ENTITY l%d \"&l%d;&l%d;\">".formatted(level, level - 1, level - 1));
        }
        document(
                "a billion laughs",
                head + "<!DOCTYPE Envelope [" + laughs + "]>\n" + body.replace("<Name>machine", "<Name>&l29;"));
        document("entity without a declaration", head + body.replace("<Name>machine", "<Name>&x;"));
        document(
                "document type in UTF-16",
                ("<?xml version=\"1.0\" encoding=\"UTF-16\"?><!DOCTYPE Envelope>" + body)
                        .getBytes(StandardCharsets.UTF_16));
        document("100 elements deep", head + body.replace("<Name>", "<a>".repeat(100) + "</a>".repeat(100) + "<Name>"));
        document("100,000 elements deep", head + "<Envelope>" + "<a>".repeat(100_000));
        document("30,000 elements", head + body.replace("<Name>", "<a/>".repeat(30_000) + "<Name>"));
        document("5,000 attributes", head + body.replace("<Name>", "<a" + attributes(5_000) + "/><Name>"));
        document("no XML", "hello");
        document("no document", "");
        document("only zeros", new byte[1024]);
        document("not closed", body.substring(0, body.length() / 2));
        document("two documents", head + body + body);
        document("another document", head + "<html><body/></html>");
        document("a document within another", head + "<html>" + body + "</html>");
        document(
                "bytes that are no letters",
                (head + body).replace("machine", "\u00ff").getBytes(StandardCharsets.ISO_8859_1));
        document(
                "another encoding", body.replace("<Envelope", "<?xml version=\"1.0\" encoding=\"no-such\"?><Envelope"));
    }

    private static String attributes(int count) {
        StringBuilder text = new StringBuilder();
        for (int number = 0; number < count; number++) {
            text.append(" a").append(number).append("=\"\"");
        }
        return text.toString();
    }

    private void changed(String name, UnaryOperator<String> change) {
        document(name, change.apply(new String(ovf(), StandardCharsets.UTF_8)));
    }

    private void descriptors(String canary, int port) {
        for (String href : List.of(
                "../canary",
                canary,
                "file://" + canary,
                "http://127.0.0.1:%d/x".formatted(port),
                "machine.ovf",
                "absent.vmdk",
                "./disk.vmdk",
                "DISK.VMDK",
                "")) {
            changed("disk at " + href, text -> text.replace("ovf:href=\"disk.vmdk\"", "ovf:href=\"" + href + "\""));
        }
        for (String format : List.of(
                "", "http://example.org/unknown", "vmdk and qcow2", "qcow2", "raw", "vhdx", "vdi", "http://x/iso")) {
            changed("disk of the format " + format, text -> text.replace(ADDRESS, format));
        }
        changed("disk with a parent", text -> text.replace("ovf:diskId", "ovf:parentRef=\"disk0\" ovf:diskId"));
        changed("compressed file", text -> text.replace("ovf:size", "ovf:compression=\"gzip\" ovf:size"));
        changed("file in parts", text -> text.replace("ovf:size", "ovf:chunkSize=\"1\" ovf:size"));
        changed("file without a name", text -> text.replace("ovf:href=\"disk.vmdk\"", ""));
        changed("file without an id", text -> text.replace("ovf:id=\"file1\"", ""));
        changed(
                "two files of one id",
                text -> text.replace("</References>", "<File ovf:href=\"x\" ovf:id=\"file1\"/></References>"));
        changed(
                "two disks of one id",
                text -> text.replace("</DiskSection>", "<Disk ovf:diskId=\"disk1\"/></DiskSection>"));
        changed("disk without an id", text -> text.replace("ovf:diskId=\"disk1\"", ""));
        changed("disk of another file", text -> text.replace("ovf:fileRef=\"file1\"", "ovf:fileRef=\"file2\""));
        changed("disk without a file", text -> text.replace("ovf:fileRef=\"file1\"", ""));
        changed("no disk attached", text -> text.replace("ovf:/disk/disk1", "ovf:/disk/disk2"));
        changed(
                "disk attached twice",
                text -> text.replace(
                        "<vmw:Config",
                        "<Item><rasd:HostResource>/disk/disk1</rasd:HostResource><rasd:ResourceType>17</rasd:ResourceType></Item>"
                                + "<vmw:Config"));
        changed("two machines", text -> text.replace("</VirtualSystem>", "</VirtualSystem><VirtualSystem/>"));
        changed("no machine", text -> text.replace("VirtualSystem", "Something"));
        for (DiskFormat format : List.of(DiskFormat.RAW_GZIP, DiskFormat.RAW_XZ, DiskFormat.RAW_ZSTD)) {
            add(
                    "disk compressed as " + format.label(),
                    () -> OvaBytes.of(DISK, HostileStreams.compressed(format, disk()), ADDRESS, text -> text));
            add(
                    "raw disk compressed as " + format.label(),
                    () -> OvaBytes.of(
                            DISK,
                            HostileStreams.compressed(format, new byte[4096]),
                            "http://example.org/raw",
                            text -> text));
        }
        add("disk is an archive", () -> OvaBytes.of(DISK, good().bytes(), ADDRESS, text -> text));
        add("raw disk is an archive", () -> OvaBytes.of(DISK, good().bytes(), "http://example.org/raw", text -> text));
        add("disk is empty", () -> OvaBytes.of(DISK, NOTHING, "http://example.org/raw", text -> text));
    }

    private void manifest(String name, String text) {
        add(
                "manifest " + name,
                () -> new OvaBytes()
                        .file("machine.ovf", ovf())
                        .file("machine.mf", text.getBytes(StandardCharsets.UTF_8))
                        .file(DISK, disk())
                        .bytes());
    }

    private void manifests() {
        String right = new String(OvaBytes.manifest(ovf(), DISK, disk()), StandardCharsets.UTF_8);
        String zeros = "0".repeat(64);
        String ovfLine = right.lines().findFirst().orElseThrow() + "\n";
        manifest("without lines", "");
        manifest("of the descriptor alone", ovfLine);
        manifest("of the disk alone", right.replace(ovfLine, ""));
        manifest("with another disk's sum", ovfLine + "SHA256(disk.vmdk)= " + zeros + "\n");
        manifest("with another descriptor's sum", right.replace(ovfLine, "SHA256(machine.ovf)= " + zeros + "\n"));
        manifest("that says it twice", right + ovfLine);
        manifest("of another sum", right.replace("SHA256", "MD5"));
        manifest("of a sum that is too short", right.replace("SHA256", "SHA512"));
        manifest("that is no manifest", "hello\n");
        manifest("of 1 MiB", right + "\n".repeat(1 << 20));
        add(
                "two manifests",
                () -> good().file("a.mf", NOTHING).file("b.mf", NOTHING).bytes());
    }
}

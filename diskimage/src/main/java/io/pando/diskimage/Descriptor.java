package io.pando.diskimage;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * What an archive's descriptor says of its machine: which file its disk is, and its hardware (OVF, DSP0243). Read from the first element to
 * the last without ever building a tree, and without document types: what no parser knows, no parser can be tricked with.
 *
 * @param file name of the disk's file
 * @param format what the descriptor calls the disk's format, an address
 */
record Descriptor(String file, String format, Hardware hardware) {
    static final String EXPORT = "Export the machine again, as one OVA file with one disk.";

    private static final int DEEPEST = 64;
    private static final int MOST_ELEMENTS = 20_000;
    private static final int LONGEST_TEXT = 4096;
    private static final XMLInputFactory XML = factory();

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setXMLReporter((message, type, related, location) -> {
            // It would be printed otherwise, and is thrown anyway.
        });
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("It refers to something outside itself");
        });
        return factory;
    }

    /** Why a descriptor cannot be used and what would help, as sentences. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String help;

        UnusableException(String reason, @Nullable Throwable cause) {
            this(reason, EXPORT, cause);
        }

        UnusableException(String reason, String help, @Nullable Throwable cause) {
            super(reason, cause);
            this.help = help;
        }

        String help() {
            return help;
        }
    }

    /** @throws UnusableException when it is no descriptor of one machine with one disk */
    static Descriptor parse(byte[] xml) throws UnusableException {
        try {
            // Decoded here, so that no declaration can say that the letters are others than they look.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(xml))
                    .toString();
            XMLStreamReader reader =
                    XML.createXMLStreamReader(new StringReader(text.startsWith("\ufeff") ? text.substring(1) : text));
            try {
                String encoding = reader.getCharacterEncodingScheme();
                if (encoding != null && !encoding.equalsIgnoreCase("UTF-8")) {
                    throw new UnusableException("The archive's descriptor is not in UTF-8.", null);
                }
                return new Reading(reader).read();
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | CharacterCodingException | RuntimeException unreadable) {
            throw new UnusableException("The archive's descriptor is no XML that can be read.", unreadable);
        }
    }

    /** One pass over the elements. */
    private static final class Reading {
        private final XMLStreamReader reader;
        private final List<String> path = new ArrayList<>();
        private final Map<String, String> files = new HashMap<>();
        private final Map<String, DiskEntry> disks = new HashMap<>();
        private final List<Map<String, String>> items = new ArrayList<>();
        private @Nullable Map<String, String> item;
        private final StringBuilder text = new StringBuilder();
        private Hardware.Firmware firmware = Hardware.Firmware.BIOS;
        private int elements;
        private int systems;

        private record DiskEntry(@Nullable String file, String format) {}

        Reading(XMLStreamReader reader) {
            this.reader = reader;
        }

        Descriptor read() throws XMLStreamException, UnusableException {
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> begin();
                    case XMLStreamConstants.END_ELEMENT -> end();
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> characters();
                    case XMLStreamConstants.DTD,
                            XMLStreamConstants.ENTITY_REFERENCE,
                            XMLStreamConstants.ENTITY_DECLARATION ->
                        throw refuse("The archive's descriptor declares a document type or uses an entity.");
                    default -> {
                        // Comments, spaces and processing instructions say nothing here.
                    }
                }
            }
            return descriptor();
        }

        private static UnusableException refuse(String reason) {
            return new UnusableException(reason, null);
        }

        private void begin() throws UnusableException {
            String name = reader.getLocalName();
            path.add(name);
            text.setLength(0);
            if (path.size() > DEEPEST || ++elements > MOST_ELEMENTS) {
                throw refuse("The archive's descriptor is too deep or too long.");
            }
            if (path.size() == 1 && !name.equals("Envelope")) {
                throw refuse("The archive's descriptor is no OVF envelope.");
            }
            switch (name) {
                case "VirtualSystem" -> systems++;
                case "File" -> file();
                case "Disk" -> disk();
                case "Item", "StorageItem", "EthernetPortItem" -> item = new HashMap<>();
                case "Config" -> {
                    if ("firmware".equals(attribute("key")) && "efi".equalsIgnoreCase(attribute("value"))) {
                        firmware = Hardware.Firmware.EFI;
                    }
                }
                case "Firmware" -> {
                    // As VirtualBox says it, in a section of its own.
                    String type = attribute("type");
                    if (type != null && type.toLowerCase(Locale.ROOT).startsWith("efi")) {
                        firmware = Hardware.Firmware.EFI;
                    }
                }
                default -> {
                    // Whatever else there is, a disk can be read without it.
                }
            }
        }

        private void file() throws UnusableException {
            String id = attribute("id");
            String name = attribute("href");
            if (id == null || name == null) {
                throw refuse("A file in the archive's descriptor has no name.");
            }
            String compression = attribute("compression");
            if ((compression != null && !compression.isEmpty() && !compression.equals("identity"))
                    || attribute("chunkSize") != null) {
                throw refuse("A file of the archive is compressed or in several parts.");
            }
            if (files.put(id, name) != null) {
                throw refuse("Two files in the archive's descriptor have the same id.");
            }
        }

        private void disk() throws UnusableException {
            if (attribute("parentRef") != null) {
                throw refuse("A disk of the archive reads from another one.");
            }
            String id = attribute("diskId");
            String format = attribute("format");
            if (id == null
                    || disks.put(id, new DiskEntry(attribute("fileRef"), format == null ? "" : format)) != null) {
                throw refuse("A disk in the archive's descriptor has no id, or that of another one.");
            }
        }

        private @Nullable String attribute(String name) {
            for (int index = 0; index < reader.getAttributeCount(); index++) {
                if (reader.getAttributeLocalName(index).equals(name)) {
                    return reader.getAttributeValue(index);
                }
            }
            return null;
        }

        private void characters() {
            if (text.length() < LONGEST_TEXT) {
                text.append(
                        reader.getTextCharacters(),
                        reader.getTextStart(),
                        Math.min(reader.getTextLength(), LONGEST_TEXT));
            }
        }

        private void end() {
            String name = path.removeLast();
            Map<String, String> open = item;
            if (open == null) {
                return;
            }
            if (name.equals("Item") || name.equals("StorageItem") || name.equals("EthernetPortItem")) {
                items.add(open);
                item = null;
            } else {
                open.putIfAbsent(name, text.toString().strip());
            }
        }

        private Descriptor descriptor() throws UnusableException {
            if (systems != 1) {
                throw refuse("The archive describes %d machines instead of one.".formatted(systems));
            }
            List<DiskEntry> attached = new ArrayList<>();
            String bus = "unknown";
            for (Map<String, String> one : items) {
                if ("17".equals(one.get("ResourceType"))) {
                    String disk = one.getOrDefault("HostResource", "").replaceFirst("^(?:ovf:)?/disk/", "");
                    DiskEntry entry = disks.get(disk);
                    if (entry != null && entry.file() != null) {
                        attached.add(entry);
                        bus = bus(one.getOrDefault("Parent", ""));
                    }
                }
            }
            if (attached.isEmpty()) {
                throw refuse("The archive's machine has no disk with content.");
            }
            if (attached.size() > 1) {
                throw new UnusableException(
                        "The archive's machine has %d disks with content, and only machines with one can be imported."
                                .formatted(attached.size()),
                        "Unpack the archive with tar -xf and import the disk with the system by itself; or export the machine"
                                + " again without its other disks. Machines that are made from the image can be given more disks.",
                        null);
            }
            String id = attached.getFirst().file();
            String file = id == null ? null : files.get(id);
            if (file == null) {
                throw refuse("The archive's descriptor names a disk without a file.");
            }
            return new Descriptor(file, attached.getFirst().format(), hardware(bus));
        }

        private String bus(String parent) {
            return items.stream()
                    .filter(one -> !parent.isEmpty() && parent.equals(one.get("InstanceID")))
                    .map(one -> switch (one.getOrDefault("ResourceType", "")) {
                        case "5" -> "ide";
                        case "6" -> "scsi";
                        case "20" -> "sata";
                        default -> "unknown";
                    })
                    .findFirst()
                    .orElse("unknown");
        }

        private Hardware hardware(String bus) {
            Integer vcpus = null;
            Integer memory = null;
            List<String> cards = new ArrayList<>();
            for (Map<String, String> one : items) {
                switch (one.getOrDefault("ResourceType", "")) {
                    case "3" -> vcpus = vcpus == null ? within(quantity(one), 1, 64) : vcpus;
                    case "4" -> memory = memory == null ? within(mebibytes(one), 64, 1 << 20) : memory;
                    case "10" -> {
                        if (cards.size() < 16) {
                            String model = one.getOrDefault("ResourceSubType", "");
                            cards.add(model.matches("[A-Za-z0-9 ._-]{1,40}") ? model : "unknown");
                        }
                    }
                    default -> {
                        // Sound cards, floppy drives and the like.
                    }
                }
            }
            return new Hardware(vcpus, memory, cards, firmware, bus);
        }

        private static long quantity(Map<String, String> one) {
            String number = one.getOrDefault("VirtualQuantity", "");
            return number.matches("[0-9]{1,15}") ? Long.parseLong(number) : -1;
        }

        private static long mebibytes(Map<String, String> one) {
            long quantity = quantity(one);
            return switch (one.getOrDefault("AllocationUnits", "")
                    .toLowerCase(Locale.ROOT)
                    .replace(" ", "")) {
                case "", "byte*2^20", "megabytes", "mb", "mib" -> quantity;
                case "byte*2^30", "gigabytes", "gb", "gib" -> quantity < 1 << 20 ? quantity << 10 : -1;
                case "byte*2^10", "kilobytes" -> quantity >> 10;
                case "byte" -> quantity >> 20;
                default -> -1;
            };
        }

        private static @Nullable Integer within(long value, int least, int most) {
            return value < least || value > most ? null : (Integer) (int) value;
        }
    }
}

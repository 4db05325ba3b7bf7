package io.pando.libvirt;

import java.util.UUID;

/** XML of a small machine for QEMU without hardware acceleration. */
record QemuXml(String name, UUID uuid, String disk, String interfaces) {
    static final String AGENT_CHANNEL = "org.qemu.guest_agent.0";
    static final String TEST_CHANNEL = "io.pando.libvirt.test";

    static QemuXml of(String diskPath) {
        return new QemuXml(Domains.newName(), UUID.randomUUID(), diskPath, "");
    }

    QemuXml withInterfaces(String xml) {
        return new QemuXml(name, uuid, disk, xml);
    }

    String text() {
        return """
                <domain type='qemu'>
                  <name>%s</name>
                  <uuid>%s</uuid>
                  <memory unit='MiB'>128</memory>
                  <vcpu>1</vcpu>
                  <os><type arch='x86_64' machine='q35'>hvm</type><boot dev='hd'/></os>
                  <features><acpi/><apic/><tcg><tb-cache unit='MiB'>64</tb-cache></tcg></features>
                  <devices>
                    <disk type='file' device='disk'>
                      <driver name='qemu' type='qcow2' cache='unsafe'/>
                      <source file='%s'/>
                      <target dev='vda' bus='virtio'/>
                    </disk>
                    <controller type='usb' model='none'/>
                    <controller type='pci' model='pcie-root'/>
                    %s
                    %s
                    <serial type='pty'/>
                    <channel type='unix'><target type='virtio' name='%s'/></channel>
                    <channel type='unix'><target type='virtio' name='%s'/></channel>
                    <graphics type='vnc'/>
                    <video><model type='vga'/></video>
                    <memballoon model='virtio'/>
                  </devices>
                </domain>""".formatted(
                        name,
                        uuid,
                        disk,
                        "<controller type='pci' model='pcie-root-port'/>".repeat(8),
                        interfaces,
                        AGENT_CHANNEL,
                        TEST_CHANNEL);
    }
}

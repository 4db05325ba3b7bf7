#!/bin/sh
# What somebody does without Pando: clone-by-hand.sh BASE DISK DOMAIN-XML DOMAIN
set -e
qemu-img create -q -f qcow2 -b "$1" -F qcow2 "$2"
virsh --quiet --connect qemu:///system define "$3"
virsh --quiet --connect qemu:///system start "$4"

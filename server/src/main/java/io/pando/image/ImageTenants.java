package io.pando.image;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A bean of the feature that clones images: says how many machines depend on each. */
public interface ImageTenants {

    /** Number of machines by image id, to be shown; images without any may be left out. */
    Map<String, Integer> machines(Collection<String> imageIds);

    /** Ids of images that machines on a host are based on, as the transaction that asks sees it. */
    List<String> imagesOn(String hostId);

    /** Ids of images that machines which are being made need there, by host id, as the transaction that asks sees it. */
    Map<String, Set<String>> imagesComing();

    /** Bytes that machines' full copies which are on their way to a host may come to take, as the transaction that asks sees it. */
    long promisedDisk(String hostId);

    /** Number of machines of an image as the transaction that asks sees it. */
    int machinesNow(String imageId);
}

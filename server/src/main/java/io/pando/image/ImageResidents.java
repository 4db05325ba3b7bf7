package io.pando.image;

/** A bean of a feature that makes things of images by itself, which are nobody's loss: takes them away when an image goes. */
public interface ImageResidents {

    /**
     * The image goes: takes away what was made of it, and makes no more. May be repeated.
     *
     * @return false when something is left that cannot be taken away just now; to be called again
     */
    boolean leaveImage(String imageId);
}

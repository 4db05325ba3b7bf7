package io.pando.image;

import io.pando.access.Caller;
import io.pando.matching.Offer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where features that clone find what to clone. */
public interface Masters {

    /** The image of that id or name, if it is ready to be cloned; whoever asks. */
    Optional<Master> ready(String idOrName);

    /** The same, if the caller sees it and machines of that project may be made from it. */
    Optional<Master> ready(Caller caller, String idOrName, String projectId);

    /** Why an image that the caller sees cannot be cloned into a project now; empty when there is none or it can be. */
    Optional<String> whyNot(Caller caller, String idOrName, String projectId);

    /** The image of that id or name, if machines of that project can be made from it by the caller now. */
    Optional<Offer> offer(Caller caller, String idOrName, String projectId, Collection<String> packages);

    /**
     * All images of which machines of that project can be made by the caller now; of very many, the first by name.
     *
     * @param packages names; of each image it is told which of them are installed
     */
    List<Offer> offers(Caller caller, String projectId, Collection<String> packages);

    /** The id of the newest image that is ready and was staged of the same model after this one; empty when this is the newest. */
    Optional<String> successor(String imageId);

    /** The id of the image of that id or name, if the caller sees it. */
    Optional<String> idOf(Caller caller, String idOrName);

    /** Names of images by id; those that are gone are left out. */
    Map<String, String> names(Collection<String> ids);
}

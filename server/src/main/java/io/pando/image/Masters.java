package io.pando.image;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Where features that clone find what to clone. */
public interface Masters {

    /** The image of that id or name, if it is ready to be cloned. */
    Optional<Master> ready(String idOrName);

    /** Why an image of that id or name cannot be cloned now; empty when there is none or it can be. */
    Optional<String> whyNot(String idOrName);

    /** The id of the image of that id or name. */
    Optional<String> idOf(String idOrName);

    /** Names of images by id; those that are gone are left out. */
    Map<String, String> names(Collection<String> ids);
}

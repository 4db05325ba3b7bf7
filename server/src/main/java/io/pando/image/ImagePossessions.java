package io.pando.image;

import io.pando.access.Possessions;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tells who owns images. What is everybody's stays when whoever imported it goes. */
@Component
class ImagePossessions implements Possessions {
    private final ImageStore store;

    ImagePossessions(ImageStore store) {
        this.store = store;
    }

    @Override
    public List<String> ofProject(String projectId, int most) {
        return store.namesOfProject(projectId, most).stream()
                .map("the image "::concat)
                .toList();
    }
}

package io.pando.access;

import java.util.List;

/** A bean of each feature that keeps things for people and projects: says what would be without a master if one of these were deleted. */
public interface Possessions {

    /**
     * What belongs to an account; nothing where a feature's things belong to projects only, and stay when whoever made them goes.
     *
     * @param most longest list that is of use
     * @return each in words, for example {@code machine web2}
     */
    default List<String> ofAccount(String accountId, int most) {
        return List.of();
    }

    /** What belongs to a project, as {@link #ofAccount}. */
    List<String> ofProject(String projectId, int most);
}

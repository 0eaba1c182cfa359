package io.dragoman.stream.doctor;

import java.util.List;

/** Looks at one part of the world, in bounded time, and changes nothing in it. */
interface Examination {
    /** The part, for the finding of an examination that itself failed. */
    String subject();

    /** What was found, at least one finding. */
    List<Finding> findings();
}

package io.dragoman.engine.text;

import java.util.List;

/** The pieces by id and the ids with a role; an id of -1 means the vocabulary has no such piece. */
public record Vocabulary(List<String> pieces, int unk, int bos, int eos, int pad) {

    public Vocabulary {
        pieces = List.copyOf(pieces);
        for (int id : new int[] {unk, bos, eos, pad}) {
            if (id < -1 || id >= pieces.size()) {
                throw new IllegalArgumentException(
                        "special id out of range: found " + id + ", expected -1 to " + (pieces.size() - 1));
            }
        }
    }

    public int size() {
        return pieces.size();
    }

    public String piece(int id) {
        return pieces.get(id);
    }
}

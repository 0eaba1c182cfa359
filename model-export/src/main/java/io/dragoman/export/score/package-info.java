/**
 * The field's corpus metrics, each equal to its reference implementation: BLEU, chrF and TER to sacreBLEU 2.6.0, ROUGE to rouge-score
 * 0.1.2, classification measures to scikit-learn 1.9. A metric works on strings alone and knows nothing of models.
 */
@NullMarked
package io.dragoman.export.score;

import org.jspecify.annotations.NullMarked;

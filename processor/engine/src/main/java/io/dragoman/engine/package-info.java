/** The Seq2Seq engine's façade: texts in, outcomes out. It knows neither Kafka nor Avro. */
@org.jspecify.annotations.NullMarked
package io.dragoman.engine;

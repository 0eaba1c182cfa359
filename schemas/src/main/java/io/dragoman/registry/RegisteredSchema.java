package io.dragoman.registry;

import org.apache.avro.Schema;

/**
 * One version of a subject.
 *
 * @param version from 1, within the subject
 * @param id from 1, within the registry: what messages carry
 * @param text as registered
 * @param schema the parsed text, references included
 */
public record RegisteredSchema(String subject, int version, int id, SchemaText text, Schema schema) {}

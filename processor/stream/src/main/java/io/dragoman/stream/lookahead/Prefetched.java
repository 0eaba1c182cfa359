package io.dragoman.stream.lookahead;

import io.dragoman.engine.schedule.Ticket;
import io.dragoman.stream.events.SourceEvent;
import io.dragoman.stream.route.Route;
import io.dragoman.stream.tracing.RecordTrace;

/**
 * A record whose inference was asked for when it was polled.
 *
 * @param event the decoded record
 * @param route the model asked
 * @param ticket where its outcome will be
 * @param trace its span
 */
public record Prefetched(SourceEvent event, Route route, Ticket ticket, RecordTrace trace) {}

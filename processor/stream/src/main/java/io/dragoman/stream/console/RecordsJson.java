package io.dragoman.stream.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records with their texts, as JSON. */
final class RecordsJson {
    private RecordsJson() {}

    static String of(List<RecentRecord> records) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("keeps", RecentRecords.RECORDS);
        ArrayNode all = object.putArray("records");
        for (RecentRecord record : records) {
            ObjectNode shown = all.addObject().put("millis", record.millis()).put("reason", record.reason());
            place(shown, record.place());
            if (record.latencyMillis() >= 0) {
                shown.put("latency", record.latencyMillis());
            } else {
                shown.putNull("latency");
            }
            text(shown, "source", record.source());
            output(shown, record.output());
        }
        return object.toString();
    }

    private static void output(ObjectNode shown, RecentRecord.@Nullable Output output) {
        if (output == null) {
            shown.putNull("output");
            return;
        }
        text(shown, "output", output.text());
        shown.put("score", output.score());
        ArrayNode flags = shown.putArray("flags");
        output.flags().forEach(flags::add);
    }

    static void place(ObjectNode shown, Place place) {
        shown.put("topic", place.topic()).put("partition", place.partition()).put("offset", place.offset());
    }

    static void text(ObjectNode shown, String name, @Nullable ShownText text) {
        if (text == null) {
            shown.putNull(name);
        } else {
            shown.putObject(name).put("text", text.text()).put("cut", text.cut());
        }
    }
}

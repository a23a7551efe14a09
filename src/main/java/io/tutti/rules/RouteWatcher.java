package io.tutti.rules;

import io.tutti.home.YamlFile;
import java.util.List;

/** Wants to know which route files run. Called by one thread at a time. */
public interface RouteWatcher {

    /** These files will run in place of those before; the change begins when this returns. */
    void changing(List<YamlFile> files);

    /** These files run now, all that there are. */
    void changed(List<YamlFile> files);
}

package io.tutti.check;

import io.tutti.home.Setting;

/**
 * A check that has to be told what to look for. A bean of this type can be named in a pool's {@code checks}, as {@code
 * {name: options}}.
 */
public interface CheckKind {

    /** Its name in {@code models.yaml}, in kebab case. */
    String name();

    /**
     * The check for these options.
     *
     * @throws io.tutti.home.WrongSetting when they are impossible
     */
    OutputCheck with(Setting options);
}

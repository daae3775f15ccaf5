//! The list of keys.

words! {
    title = "Keys";
    anywhere = "Anywhere";
    find = "Find a serial, lot, order, machine or place";
    close = "Close what is open";
    timeline = "In the timeline";
    zoom = "Closer, farther";
    pan = "To earlier, to later times";
    cursor = "Move the cursor";
    steps = "To the previous, to the next state";
    open = "Open the state under the cursor";
    mark = "Set or take away a mark";
    fit = "Show all, or what is selected";
    drag = "Drag";
    drag_what = "Select time and machines";
    double = "Double click";
    double_what = "Zoom to a state";
    wheel = "Ctrl + wheel";
    wheel_what = "Zoom at the pointer";
    picture = "In the picture of a trace";
    walk = "Go to the neighbour on that side";
    fold = "Open or close a branch";
    space = "Space";
    fingers = "With fingers";
    pinch = "Pinch";
    two = "Two fingers";
    rest = "Rest a finger";
    open_finger = "Open the state under the finger";
    anchor = "Make it the item that is traced";
}

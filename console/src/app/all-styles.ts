// in a layer, so that it does not matter when they come: what the console says by itself is always stronger
import '@mantine/core/styles.layer.css';

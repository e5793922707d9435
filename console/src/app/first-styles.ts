// what the frame and the first page need; the components' own come with them
import '@mantine/core/styles/global.layer.css';
import '@mantine/core/styles/baseline.layer.css';
import 'virtual:variables.css';

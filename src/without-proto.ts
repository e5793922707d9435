// what Node does when it is started with --disable-proto=delete, however it was started: no name leads to a prototype
Reflect.deleteProperty(Object.prototype, '__proto__');

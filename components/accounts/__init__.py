"""Who somebody is: a browser's secret, and the code that opens a profile in another one."""

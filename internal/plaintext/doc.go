// Package plaintext makes text from anywhere fit for a terminal: nothing in it can
// move the cursor, it never grows past a limit, and its width is counted in columns.
//
// Pods, images and people choose names, log lines and messages freely, so every
// text that a report shows passes through [Line] or [Lines] first.
package plaintext

// Package plaintext makes text from any source safe for a terminal: nothing in it can
// move the cursor, it never exceeds a limit, and its width is counted in columns.
//
// Pods, images and people choose names, log lines and messages freely, so every
// text that a report shows passes through [Line] or [Lines] first.
package plaintext

// Package fileerror has the error of everything that reads files of a project: manifests, charts, kustomizations.
package fileerror

import "fmt"

// Error says what is wrong in a file, and where.
type Error struct {
	Path string // of the file, or of the folder or archive that contains it
	Line int    // 1-based; 0 if unknown
	Msg  string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.Path, e.Msg)
	}
	return fmt.Sprintf("%s:%d: %s", e.Path, e.Line, e.Msg)
}

// Place returns the position and the message separately. Without a known line, it is the first one.
func (e *Error) Place() (path string, line int, message string) {
	return e.Path, max(e.Line, 1), e.Msg
}

// At returns an error at a line of a file.
func At(path string, line int, msg string) *Error { return &Error{Path: path, Line: line, Msg: msg} }

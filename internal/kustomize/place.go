package kustomize

// Place is where the kustomization is wrong, and what.
func (e *Error) Place() (path string, line int, message string) { return e.Path, max(e.Line, 1), e.Msg }

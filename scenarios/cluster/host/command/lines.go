package command

import "bytes"

// lines is a writer that passes on complete lines.
type lines struct {
	hear func(string)
	rest []byte
}

func (l *lines) Write(p []byte) (int, error) {
	if l.hear == nil {
		return len(p), nil
	}
	l.rest = append(l.rest, p...)
	for {
		i := bytes.IndexByte(l.rest, '\n')
		if i < 0 {
			return len(p), nil
		}
		line := string(l.rest[:i])
		l.rest = l.rest[i+1:]
		l.hear(line)
	}
}

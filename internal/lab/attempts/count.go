package attempts

import (
	"context"
	"errors"
	"io/fs"

	"github.com/gherkind/gherkind/internal/lab/marks"
)

// Grades returns the decided attempts of each student at an exercise, by the student's key, in the order of the log. Undecided
// ones do not count as attempts: a fault of the machine costs nobody an attempt. A log that does not exist yet is empty.
func (l *Log) Grades(ctx context.Context, exercise string) (map[string][]*marks.Grade, error) {
	grades := map[string][]*marks.Grade{}
	r, err := l.Read(ctx)
	if errors.Is(err, fs.ErrNotExist) {
		return grades, nil
	}
	if err != nil {
		return nil, err
	}
	for _, e := range r.Entries {
		if _, decided := e.Grade.Points(); decided && e.Grade.Exercise.Name == exercise {
			key := e.Grade.Student.Key()
			grades[key] = append(grades[key], e.Grade)
		}
	}
	return grades, nil
}

package attempts

import (
	"context"
	"errors"
	"io/fs"

	"github.com/gherkind/gherkind/internal/lab/marks"
)

// Of gives the attempts of a student at an exercise, the first one first. Those that are not decided are no attempts: a fault of the machine
// costs nobody one. A log that is not there yet has none.
func (l *Log) Of(ctx context.Context, student, exercise string) ([]*marks.Grade, error) {
	r, err := l.Read(ctx)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var all []*marks.Grade
	for _, e := range r.Entries {
		if _, decided := e.Grade.Points(); decided && e.Grade.Student.Key() == student && e.Grade.Exercise.Name == exercise {
			all = append(all, e.Grade)
		}
	}
	return all, nil
}

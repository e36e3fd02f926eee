package attempts

import (
	"context"
	"errors"
	"io/fs"
)

// Count is how many attempts at an exercise each student has in the log, by the student's key. Those that are not decided are no
// attempts: a fault of the machine costs nobody one. A log that is not there yet has none.
func (l *Log) Count(ctx context.Context, exercise string) (map[string]int, error) {
	count := map[string]int{}
	r, err := l.Read(ctx)
	if errors.Is(err, fs.ErrNotExist) {
		return count, nil
	}
	if err != nil {
		return nil, err
	}
	for _, e := range r.Entries {
		if _, decided := e.Grade.Points(); decided && e.Grade.Exercise.Name == exercise {
			count[e.Grade.Student.Key()]++
		}
	}
	return count, nil
}

package setup

// SetUp is what a project sets up once per run.
type SetUp struct {
	File    string // the project file
	ID      string
	Entries []Entry
	Keep    bool     // it stays when the run ends
	Changes bool     // scenarios may change it
	AllowIn []string // existing namespaces of an external cluster in which it may create objects
}

// Seen returns the set-up with the name of its file in a tree of files; nil without one.
func (s *SetUp) Seen(named func([]string) []string) *SetUp {
	if s == nil {
		return nil
	}
	seen := *s
	if names := named([]string{s.File}); len(names) > 0 {
		seen.File = names[0]
	}
	return &seen
}

package setup

// SetUp is what a project has set up once per run.
type SetUp struct {
	File    string // of the project
	ID      string
	Entries []Entry
	Keep    bool     // it stays when the run ends
	Changes bool     // scenarios may change it
	AllowIn []string // namespaces of an external cluster that are there already, and in which it may make objects
}

// Seen is the set-up with the name that its file has in a tree of files; nil without one.
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

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/lab/attempts"
	"github.com/gherkind/gherkind/internal/lab/baseline"
	"github.com/gherkind/gherkind/internal/lab/export"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/roster"
	"github.com/gherkind/gherkind/internal/lab/serve"
	"github.com/gherkind/gherkind/internal/lab/store"
	"github.com/gherkind/gherkind/scenarios"
)

// serveOptions are the flags of gherkind lab serve.
type serveOptions struct {
	dir, roster, listen, url string
	state, log, tokens       string
	baselineFile             string
	baseline                 *baseline.Baseline
	expose, newTokens        bool
	parallel                 int
	out                      io.Writer
	with                     withGrader
}

func newLabServe() *cobra.Command { return gradingCommand(labServeCommand) }

// labServeCommand returns the command, which grades with the given grader.
func labServeCommand(with withGrader) *cobra.Command {
	o := serveOptions{with: with}
	c := &cobra.Command{
		Use:   "serve EXERCISE --roster ROSTER.csv",
		Short: "Serve a web page for students to check their work, and for instructors to see the class",
		Long: `serve grades work that students hand in on its page like gherkind grade class, with the
same state and log of attempts. Either command continues where the other one stopped;
they cannot run at the same time.

The roster is that of gherkind grade class, but needs no column submission. Students
with a namespace in it are graded there; others hand in a ZIP file or YAML. Each student
and the instructor get a token. The tokens are written to a file once, as links; only
their hashes are stored.

By default only this machine can reach the page. Another address needs --expose, because
the page uses HTTP without encryption: put a TLS proxy in front of it, and set its
address with --url.

^C ends it. Gradings that it interrupts are resumed by the next start.`,
		Example: `  gherkind lab serve labs/node-port --roster roster.csv
  gherkind lab serve labs/node-port --roster roster.csv --listen 10.0.0.5:8080 --expose --url https://labs.example.org`,
		Args: usage(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			o.dir, o.out = args[0], people(c)
			return o.run(c.Context())
		},
	}
	flags := c.Flags()
	flags.StringVar(&o.roster, "roster", "", "CSV file with a line for each student")
	flags.StringVar(&o.listen, "listen", "127.0.0.1:8080", "address and port to listen on")
	flags.BoolVar(&o.expose, "expose", false, "allow an address that other machines can reach, without encryption")
	flags.StringVar(&o.url, "url", "", "address of the page in the links for students (default: the one that it listens on)")
	flags.StringVar(&o.tokens, "tokens", "", "new file for the links of students who have no token yet (default .gherkind/class/EXERCISE-tokens.csv)")
	flags.BoolVar(&o.newTokens, "new-tokens", false, "replace the tokens of all students; the old ones become invalid")
	flags.StringVar(&o.state, "state", "", "SQLite file or PostgreSQL URL (default .gherkind/class/EXERCISE.db)")
	flags.StringVar(&o.log, "log", "", "log of attempts that each grade is added to (default .gherkind/class/EXERCISE.jsonl)")
	flags.StringVar(&o.baselineFile, "baseline", "", baselineUsage)
	flags.IntVarP(&o.parallel, "parallel", "p", max(runtime.NumCPU(), 2), "how many students are graded in parallel")
	return c
}

func (o serveOptions) check() error {
	host, _, err := net.SplitHostPort(o.listen)
	switch {
	case o.roster == "":
		return &commandError{errors.New("specify the students: --roster with a CSV file")}
	case err != nil:
		return &commandError{fmt.Errorf("--listen %q: write an address and a port, as in 127.0.0.1:8080", o.listen)}
	case o.parallel < 1:
		return &commandError{fmt.Errorf("--parallel %d: at least 1 student must be graded at a time", o.parallel)}
	case !o.expose && !loopback(host):
		return &commandError{fmt.Errorf("--listen %s: other machines can reach this address, and the page uses HTTP without encryption, so tokens and work could be read in transit; if you want that, add --expose and put a TLS proxy in front of it", o.listen)}
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (o serveOptions) run(ctx context.Context) (err error) {
	if err := o.check(); err != nil {
		return err
	}
	entries, err := roster.ReadStudents(o.roster)
	if err != nil {
		return &scenarios.UsageError{Err: err}
	}
	if o.baseline, err = readBaseline(o.baselineFile); err != nil {
		return err
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.listen) // before the cluster is started, which takes minutes
	if err != nil {
		return &commandError{fmt.Errorf("--listen %s: %w", o.listen, err)}
	}
	defer l.Close() // already closed by the server
	display := newProgress(ctx)
	ready := sync.OnceValue(display.Close) // closed before the page is served, because there is no more progress to show
	defer func() { err = errors.Join(err, ready()) }()
	err = o.with(ctx, o.dir, display, func(ctx context.Context, g *grader) error {
		if err := ready(); err != nil {
			return err
		}
		return o.serve(ctx, g, entries, l)
	})
	if ctx.Err() != nil {
		return errors.Join(interruptedBy(ctx), err)
	}
	return err
}

// serve opens the state of the class, creates missing tokens, and serves until ctx ends.
func (o serveOptions) serve(ctx context.Context, g *grader, entries []roster.Entry, l net.Listener) (err error) {
	folder, name := filepath.Join(".gherkind", classes), export.FileName(g.Exercise.Name)
	for at, ending := range map[*string]string{&o.state: ".db", &o.log: ".jsonl", &o.tokens: "-tokens.csv"} {
		if *at == "" {
			*at = filepath.Join(folder, name+ending)
		}
	}
	if _, err := g.countFrom(o.baseline); err != nil {
		return err
	}
	if o.url == "" {
		o.url = "http://" + l.Addr().String()
	}
	s, err := store.Open(ctx, o.state)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	release, err := s.Lock(ctx, g.Exercise.Name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	if err := o.issue(ctx, s, g.Exercise.Name, entries); err != nil {
		return err
	}
	log := &attempts.Log{Path: o.log, Tool: "gherkind " + version()}
	server, err := o.server(ctx, g, entries, s, log)
	if err != nil {
		return err
	}
	fmt.Fprintf(o.out, "%s for %d students at %s (^C ends it)\n", g.Exercise.Name, len(entries), o.url)
	return server.Run(ctx, l)
}

func (o serveOptions) server(ctx context.Context, g *grader, entries []roster.Entry, s *store.Store, log *attempts.Log) (*serve.Server, error) {
	history, err := log.Grades(ctx, g.Exercise.Name)
	if err != nil {
		return nil, err
	}
	e, err := g.Own("")
	if err != nil {
		return nil, err
	}
	tell := func(err error) { fmt.Fprintln(os.Stderr, said(speaking(ctx), err.Error())) }
	return serve.New(ctx, serve.Options{
		Exercise: g.Exercise, Rules: g.Rules, Entries: entries, Store: s, History: history, Parallel: o.parallel, Now: time.Now,
		MostBytes: max(e.Limits.Bytes*2, leastUpload), Text: g.text,
		Secure: strings.HasPrefix(strings.ToLower(o.url), "https://"), Say: tell,
		Grade: func(ctx context.Context, t serve.Task) (*marks.Grade, error) {
			result, _, err := intoLog(ctx, log, func(err error) { tell(besides(t.Entry.Student, err)) }, func(ctx context.Context, keep string) (*marks.Grade, error) {
				options := optionsOf(t.Attempt)
				options.Language, options.Judged = t.Language, t.Judged
				return g.Grade(ctx, t.Entry, options, keep)
			})
			return result, err
		},
	})
}

// leastUpload is the minimum limit for an upload: limits.size does not count the content of a ZIP file other than manifests.
const leastUpload = 1 << 20

// text returns the text of the exercise for a student.
func (g *grader) text(student, language string) (serve.Text, error) {
	e, err := g.Own(student)
	if err != nil {
		return serve.Text{}, err
	}
	t := serve.Text{Title: e.TitleIn(language), Instructions: e.InstructionsIn(language)}
	for _, c := range e.Criteria {
		title, _ := c.In(language)
		t.Criteria = append(t.Criteria, marks.Criterion{ID: c.ID, Title: title, Points: c.Points, Visibility: c.Visibility})
	}
	return t, nil
}

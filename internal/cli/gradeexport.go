package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/atomicfile"
	"github.com/gherkind/gherkind/internal/lab/export"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/page"
)

// gradeFiles returns the commands for existing marks.
func gradeFiles() []*cobra.Command {
	return []*cobra.Command{newGradeExport(), newGradeLog(), newGradeReplay(), newGradeClass()}
}

func newGradeExport() *cobra.Command {
	var specs []string
	var pages, language string
	var published bool
	c := &cobra.Command{
		Use:   "export MARKS.json",
		Short: "Convert marks from JSON to other formats and pages",
		Long:  exportHelp(),
		Example: `  gherkind grade export marks.json --export moodle:moodle.csv
  gherkind grade export marks.json --export gradescope:results/{student}.json --pages pages`,
		Args: usage(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			exports, err := exportsOf(specs)
			if err != nil {
				return err
			}
			if len(exports) == 0 && pages == "" {
				return &commandError{errors.New("specify what to write: --export FORMAT:FILE, or --pages FOLDER")}
			}
			grades, err := readMarks(args[0])
			if err != nil {
				return &commandError{err}
			}
			b := export.Book{Grades: grades, Now: time.Now(), Published: published}
			return writeMarks(people(c), b, exports, pagesTo{Folder: pages, Language: language})
		},
	}
	exportFlags(c, &specs, &published)
	c.Flags().StringVar(&pages, "pages", "", "also write a page for the class and one for each student to this folder")
	c.Flags().StringVar(&language, "language", "", "language of the class page: en or zh (default: that of the marks)")
	return c
}

// exportFlags registers the flags of all commands that write marks.
func exportFlags(c *cobra.Command, specs *[]string, published *bool) {
	c.Flags().StringArrayVar(specs, "export", nil, "write the marks, as FORMAT:FILE; may be given several times")
	c.Flags().BoolVar(published, "published", false, "the marks are published: students may see criteria with the visibility after_published")
}

func exportHelp() string {
	var b strings.Builder
	b.WriteString("Marks are written in these formats, with --export FORMAT:FILE:\n\n")
	for _, f := range export.All() {
		fmt.Fprintf(&b, "  %-10s %s\n", f.Name, f.Doc)
	}
	b.WriteString("\nOf a format that is about one student, there is a file for each with " + export.Placeholder + " in\n" +
		"its name. A student with criteria that could not be judged, for a fault of the\n" +
		"machine, gets no zero: a file that is imported leaves the student out.")
	return b.String()
}

// exportsOf parses the --export flags.
func exportsOf(specs []string) ([]export.Export, error) {
	exports, err := export.ParseAll(specs)
	if err != nil {
		return nil, &commandError{fmt.Errorf("--%w", err)}
	}
	return exports, nil
}

// maxMarks is the maximum size of a file with marks.
const maxMarks = 256 << 20

func readMarks(path string) (grades []*marks.Grade, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the marks: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(f, maxMarks))
	if err = errors.Join(err, f.Close()); err == nil {
		grades, err = export.Read(data)
	}
	if err != nil {
		return nil, fmt.Errorf("read the marks in %s: %w", path, err)
	}
	return grades, nil
}

// pagesTo says where pages are written.
type pagesTo struct {
	Folder   string // empty: nowhere
	Language string
	Missing  []page.Missing
}

// writeMarks writes the exports and the pages, and reports who was left out of each.
func writeMarks(out io.Writer, b export.Book, exports []export.Export, to pagesTo) error {
	for _, e := range exports {
		if err := e.ForClass(); err != nil && len(b.Grades) > 1 {
			return &commandError{fmt.Errorf("--%w", err)}
		}
	}
	var wrong []error
	for _, e := range exports {
		left, err := e.Save(b, func(file string, data []byte) error { return putMarks(out, file, data) })
		if len(left) > 0 {
			fmt.Fprintf(out, "not in %s, because a fault of the machine kept criteria from being judged; grade again: %s\n", e.File, strings.Join(left, ", "))
		}
		wrong = append(wrong, err)
	}
	if to.Folder != "" {
		wrong = append(wrong, writePages(out, b, to))
	}
	return errors.Join(wrong...)
}

func putMarks(out io.Writer, file string, data []byte) error {
	if file == "-" {
		_, err := out.Write(data)
		return err
	}
	if err := export.PutFile(file, data); err != nil {
		return err
	}
	fmt.Fprintln(out, "wrote "+file)
	return nil
}

// classPage is the file name of the class page, studentPages the folder for the pages of students.
const (
	classPage    = "class.html"
	studentPages = "students"
)

// writePages writes pages that only their owner can read.
func writePages(out io.Writer, b export.Book, to pagesTo) error {
	names := export.FileNames(b.Grades)
	link := map[*marks.Grade]string{}
	for i, g := range b.Grades {
		link[g] = studentPages + "/" + names[i] + ".html"
	}
	if to.Language == "" && len(b.Grades) > 0 {
		to.Language = b.Grades[0].Language
	}
	data, err := page.ClassPage(page.Class{Book: b, Missing: to.Missing, Language: cmp.Or(to.Language, "en"), Link: func(g *marks.Grade) string { return link[g] }})
	if err == nil {
		err = atomicfile.Write(filepath.Join(to.Folder, classPage), data, 0o600)
	}
	for _, g := range b.Grades {
		if err != nil {
			break
		}
		if data, err = page.StudentPage(b, g, ""); err == nil {
			err = atomicfile.Write(filepath.Join(to.Folder, filepath.FromSlash(link[g])), data, 0o600)
		}
	}
	if err != nil {
		return fmt.Errorf("write the pages: %w", err)
	}
	fmt.Fprintf(out, "wrote %s and %d pages in %s\n", filepath.Join(to.Folder, classPage), len(b.Grades), filepath.Join(to.Folder, studentPages))
	return nil
}

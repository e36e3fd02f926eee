package cli

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/scenarios"
)

func newLab() *cobra.Command {
	c := &cobra.Command{
		Use:   "lab",
		Short: "Write exercises whose scenarios grade students",
		Long: `An exercise is a folder with exercise.yaml, instructions.md and grade.feature. Each
scenario of grade.feature is a criterion that is worth points. See docs/labs.md.`,
		Args: usage(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			return &commandError{fmt.Errorf("specify what to do: gherkind lab new NAME writes an exercise; see gherkind lab --help")}
		},
	}
	c.AddCommand(newLabNew(), newLabShow(), newLabVerify(), newLabNamespace(), newLabBaseline(), newLabRBAC(), newLabServe())
	return c
}

func newLabNew() *cobra.Command {
	return &cobra.Command{
		Use:     "new FOLDER",
		Short:   "Write a small exercise to start from",
		Example: "  gherkind lab new labs/my-exercise",
		Args:    usage(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			files, err := exercise.NewIn(speaking(c.Context()).Tag(), args[0])
			if err != nil {
				return &scenarios.UsageError{Err: err}
			}
			for _, file := range files {
				fmt.Fprintln(people(c), "wrote "+file)
			}
			fmt.Fprintf(people(c), "\nNext: gherkind lab show %[1]s\n      gherkind lab verify %[1]s\n", plaintext.ShellLine(args[0]))
			return nil
		},
	}
}

func newLabShow() *cobra.Command {
	var language, seed, start string
	c := &cobra.Command{
		Use:   "show EXERCISE",
		Short: "Check an exercise, and print its instructions and the points of each criterion",
		Example: `  gherkind lab show labs/node-port
  gherkind lab show labs/node-port --language zh --student s1234
  gherkind lab show labs/node-port --student s1234 --start s1234`,
		Args: usage(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			e, err := loadExercise(args[0], exercise.Options{Seed: seed})
			if err != nil {
				return err
			}
			if err := exercise.ShowIn(speaking(c.Context()), os.Stdout, e, language); err != nil || start == "" {
				return err
			}
			files, err := e.WriteStart(start)
			if err != nil {
				return &scenarios.UsageError{Err: err}
			}
			for _, file := range files {
				fmt.Fprintln(people(c), "wrote "+file)
			}
			return nil
		},
	}
	c.Flags().StringVar(&language, "language", "", "language of the instructions (default: the first of the exercise)")
	c.Flags().StringVar(&seed, "student", "", "show the values of the student with this ID")
	c.Flags().StringVar(&start, "start", "", "also write the start state with these values into this new folder")
	return c
}

// loadExercise reads an exercise. An invalid exercise is a usage error: exit code 2.
func loadExercise(dir string, o exercise.Options) (*exercise.Exercise, error) {
	e, err := exercise.Load(dir, o)
	if err != nil {
		return nil, &scenarios.UsageError{Err: err}
	}
	return e, nil
}

package serve

import (
	"net/http"

	"golang.org/x/text/language"

	"github.com/gherkind/gherkind/internal/lab/wording"
)

const (
	tokenCookie    = "gherkind_token"
	languageCookie = "gherkind_language"
	cookieSeconds  = 180 * 24 * 3600
	mostToken      = 200 // bytes of a form with a token
)

var languages = language.NewMatcher([]language.Tag{language.English, language.Chinese})

// languageOf returns the language that was chosen on the page, or the one that the browser asks for.
func languageOf(r *http.Request) string {
	chosen := ""
	if cookie, err := r.Cookie(languageCookie); err == nil {
		chosen = cookie.Value
	}
	_, index := language.MatchStrings(languages, chosen, r.Header.Get("Accept-Language"))
	return wording.Languages()[index]
}

func (s *Server) words(r *http.Request) *wording.Web { return wording.WebIn(languageOf(r)) }

func (s *Server) switchLanguage(w http.ResponseWriter, r *http.Request) {
	s.setCookie(w, languageCookie, wording.In(r.PathValue("language")).Language, cookieSeconds)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

func (s *Server) setCookie(w http.ResponseWriter, name, value string, seconds int) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: seconds, HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: s.options.Secure,
	})
}

type loginData struct {
	frame
	Problem string
}

func (s *Server) loginPage(w http.ResponseWriter, r *http.Request) {
	s.show(w, r, http.StatusOK, "login", loginData{frame: s.frame(r, "")})
}

// login accepts a token. Only unknown ones are rate-limited for each address: behind a proxy, all students have the same one.
func (s *Server) login(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, mostToken)
	words := s.words(r)
	token := r.PostFormValue("token")
	switch _, is := s.people[hashOf(token)]; {
	case is:
		s.setCookie(w, tokenCookie, token, cookieSeconds)
		http.Redirect(w, r, "/", http.StatusSeeOther)
	case !s.strange.allow(address(r)):
		s.metrics.refused("rate")
		s.show(w, r, http.StatusTooManyRequests, "login", loginData{s.frame(r, ""), words.TooOften})
	default:
		s.metrics.refused("token")
		s.show(w, r, http.StatusForbidden, "login", loginData{s.frame(r, ""), words.WrongToken})
	}
}

func (s *Server) logout(w http.ResponseWriter, r *http.Request) {
	s.setCookie(w, tokenCookie, "", -1)
	http.Redirect(w, r, "/login", http.StatusSeeOther)
}

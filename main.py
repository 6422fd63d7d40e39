"""Where `flet build` insists on finding the app; everything else is in app/."""

from app.start import run

if __name__ == "__main__":
    run()

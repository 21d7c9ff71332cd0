"""How does the command talk to the person at the terminal?"""
